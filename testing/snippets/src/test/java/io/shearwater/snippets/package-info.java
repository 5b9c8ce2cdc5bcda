/**
 * The manual made of tests: regions of these classes are the code that the pages show, and the pages' commands are run as
 * they stand there, in a fresh directory, by the real command line.
 */
@NullMarked
package io.shearwater.snippets;

import org.jspecify.annotations.NullMarked;
