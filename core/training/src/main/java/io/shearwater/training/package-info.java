/**
 * Training data and batch data from feature views: spines of labels, random and time splits, fitted statistics, and
 * training dataset versions that pin each group they were read from, so that a version read again is identical.
 */
@NullMarked
package io.shearwater.training;

import org.jspecify.annotations.NullMarked;
