package io.shearwater.airquality;

import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * What was measured in one hour; null is not measured.
 *
 * @param time the beginning of the hour, in local time
 * @param pm25 fine particles, µg/m³
 * @param dewPoint °C
 * @param temperature °C
 * @param pressure hPa
 * @param windDirection NW, NE, SE or cv, calm and variable
 * @param windRun m/s, cumulated since the wind last changed its direction
 * @param snow hours of snow until now without a break
 * @param rain hours of rain until now without a break
 */
record Hour(
        LocalDateTime time,
        @Nullable Double pm25,
        @Nullable Double dewPoint,
        @Nullable Double temperature,
        @Nullable Double pressure,
        @Nullable String windDirection,
        @Nullable Double windRun,
        @Nullable Double snow,
        @Nullable Double rain) {}
