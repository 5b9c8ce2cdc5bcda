/**
 * Models: what learns from training data, what predicts, and what is known of experiments, runs, registered models and
 * deployments. Records and interfaces only; learners and runtimes are plugins, and users bring their own.
 */
@NullMarked
package io.shearwater.learning;

import org.jspecify.annotations.NullMarked;
