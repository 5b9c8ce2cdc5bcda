package io.shearwater.airquality;

import io.shearwater.model.AggregateFunction;
import io.shearwater.model.Aggregation;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import java.time.Duration;
import java.util.List;

/** PM2.5 by the hour, and its means of the last 24 and 72 hours, which follow from the hours as of any time. */
final class RollingMeans {
    /** A row is dated with the beginning of its hour and known at its end. */
    static final FeatureGroupSpec HOURS = FeatureGroupSpec.builder("air_quality_hours", 1)
            .description("PM2.5 of a sensor by the hour")
            .feature("street", DataType.STRING)
            .feature("hour", DataType.TIMESTAMP, "The beginning of the hour")
            .feature("pm25", DataType.DOUBLE, "µg/m³; null if it was not measured")
            .primaryKey("street")
            .eventTime("hour")
            .knownAfter(Duration.ofHours(1))
            .build();

    // region: air-quality.means
    static final FeatureGroupSpec MEANS = FeatureGroupSpec.builder("air_quality_means", 1)
            .description("PM2.5 of the hours that are over")
            .primaryKey("street")
            .eventTime("at")
            .aggregating(Aggregation.over(
                    HOURS.ref(),
                    AggregateFunction.avg("pm25")
                            .over(AggregationWindow.rolling(Duration.ofHours(24)))
                            .as("pm25_24h"),
                    AggregateFunction.avg("pm25")
                            .over(AggregationWindow.rolling(Duration.ofHours(72))
                                    .resolution(Duration.ofHours(1)))
                            .as("pm25_72h")))
            .build();
    // end

    private RollingMeans() {}

    /** Rows of {@link #HOURS}. */
    static Frame rows(List<Hour> hours) {
        FrameBuilder rows = new FrameBuilder(HOURS.schema(), hours.size());
        hours.forEach(hour -> rows.append(
                AirQualityGroups.STREET,
                hour.time().atZone(AirQualityGroups.ZONE).toInstant(),
                hour.pm25()));
        return rows.build();
    }
}
