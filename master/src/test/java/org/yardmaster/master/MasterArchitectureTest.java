package org.yardmaster.master;

import org.yardmaster.architecture.ArchitectureRules;

/// Holds the master's main classes to the rules of the house.
final class MasterArchitectureTest extends ArchitectureRules {}
