/// The farm's rows as the console holds them, on the FX thread only: fed in batches from the line,
/// one batch a frame, and told on to the views' models change by change.
@NullMarked
package org.yardmaster.console.farm;

import org.jspecify.annotations.NullMarked;
