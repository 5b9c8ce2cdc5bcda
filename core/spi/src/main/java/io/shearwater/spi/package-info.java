/** The seams behind which stores and engines are exchanged; plugins see this module, {@code plan} and {@code model} only. */
@NullMarked
package io.shearwater.spi;

import org.jspecify.annotations.NullMarked;
