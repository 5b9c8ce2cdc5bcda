/**
 * The system as its users see it, and as a crash leaves it: whole programs against a real store, child processes killed
 * at random points, and the commands of the README.
 */
@NullMarked
package io.shearwater.e2e;

import org.jspecify.annotations.NullMarked;
