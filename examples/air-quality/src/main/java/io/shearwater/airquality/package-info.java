/**
 * Air quality predicted from hourly measurements: daily aggregates that are known only after their day, lagged features,
 * a feature view with a time split, and batch data for the last week.
 */
@NullMarked
package io.shearwater.airquality;

import org.jspecify.annotations.NullMarked;
