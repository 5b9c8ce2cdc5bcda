/** Models in the ONNX format, which many programs write, run by ONNX Runtime. */
@NullMarked
package io.shearwater.onnx;

import org.jspecify.annotations.NullMarked;
