/// The rules of the house, as tests. Every module has one subclass of [ArchitectureRules].
@NullMarked
package org.yardmaster.architecture;

import org.jspecify.annotations.NullMarked;
