/// The headless master. One thread owns the farm; everything else brings events to it and carries
/// out what it decides.
@NullMarked
package org.yardmaster.master;

import org.jspecify.annotations.NullMarked;
