package org.yardmaster.console;

import org.yardmaster.architecture.ArchitectureRules;

/// Holds the console's main classes to the rules of the house.
final class ConsoleArchitectureTest extends ArchitectureRules {}
