/**
 * What it means to implement the SPI: a conformance suite for each interface, a small in-memory implementation of each
 * that is also the model to copy from, an oracle that evaluates plans naively and slowly, by the definition, and what tests
 * need that start programs in processes of their own.
 */
@NullMarked
package io.shearwater.testing;

import org.jspecify.annotations.NullMarked;
