/** How an example tells what it does, line by line and step by step, without knowing who listens. */
@NullMarked
package io.shearwater.story;

import org.jspecify.annotations.NullMarked;
