package org.yardmaster.slave;

import org.yardmaster.architecture.ArchitectureRules;

/// Holds the slave's main classes to the rules of the house.
final class SlaveArchitectureTest extends ArchitectureRules {}
