package org.yardmaster.protocol;

import org.yardmaster.architecture.ArchitectureRules;

/// Holds the protocol's main classes to the rules of the house.
final class ProtocolArchitectureTest extends ArchitectureRules {}
