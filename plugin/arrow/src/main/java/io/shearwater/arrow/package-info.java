/** Frames from and to Apache Arrow. Arrow's memory is the caller's to give and to release; frames are on the heap. */
@NullMarked
package io.shearwater.arrow;

import org.jspecify.annotations.NullMarked;
