/**
 * Windowed aggregates. A state is what is kept of some events to answer for them; states of consecutive stretches of time are
 * merged, and some take events away again. History slides states over the events of one key after the other; serving keeps the
 * states of stretches of time and merges those that a window covers. Pure: no files, no clock, no randomness.
 */
@NullMarked
package io.shearwater.aggregate;

import org.jspecify.annotations.NullMarked;
