/// What the console remembers from one start to the next: masters with their fingerprints, and how
/// the window was left. Small files, one a master; losing them loses comfort, nothing else.
@NullMarked
package org.yardmaster.console.memory;

import org.jspecify.annotations.NullMarked;
