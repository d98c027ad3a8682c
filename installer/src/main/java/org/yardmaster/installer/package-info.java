/// Puts the product together: jars, launchers, service units and a Java runtime in one folder that
/// runs on a machine without Java. Runs while Yardmaster is built, and is no part of the product.
@NullMarked
package org.yardmaster.installer;

import org.jspecify.annotations.NullMarked;
