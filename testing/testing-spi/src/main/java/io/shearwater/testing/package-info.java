/**
 * What it means to implement the SPI: a conformance suite for each interface, a small in-memory implementation of each
 * that is also the model to copy from, and an oracle that evaluates plans naively and slowly, by the definition.
 */
@NullMarked
package io.shearwater.testing;

import org.jspecify.annotations.NullMarked;
