/// The shelf: requests that lost too many builds and wait for a person, why, and taking them back
/// or giving them up.
@NullMarked
package org.yardmaster.console.shelf;

import org.jspecify.annotations.NullMarked;
