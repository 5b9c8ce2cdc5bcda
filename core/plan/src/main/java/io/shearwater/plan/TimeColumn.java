package io.shearwater.plan;

import java.time.ZoneId;

/**
 * A column of type timestamp or date that says when. A timestamp is the stretch of time [t, t]; a date is the stretch from
 * its first to its last microsecond in the zone.
 */
public record TimeColumn(String column, ZoneId zone) {}
