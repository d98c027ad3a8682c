/// What lets the right ones in: the farm's own certificate authority and the master's TLS
/// certificate from it, the token by which the command line on the master's machine is known, and
/// the values of the secrets that builds need. (Passwords of people and secrets of slaves are not
/// here but in the store.)
///
/// Nothing in this package prints, logs or throws the value of a key, token or secret.
@NullMarked
package org.yardmaster.master.keys;

import org.jspecify.annotations.NullMarked;
