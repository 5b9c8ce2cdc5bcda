package io.shearwater.airquality;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * What a run of the forecast did, for programs; the story says the same to people.
 *
 * @param modelVersion which forecast
 * @param days from so many days there are forecasts now
 * @param changedRows how many rows of them are new, or other than before
 * @param latest the last forecast, day by day, µg/m³
 * @param refused for each day from which there is none: why
 * @param errors how far all forecasts until now were off, by days ahead; of days that were measured since
 */
public record ForecastReport(
        int modelVersion,
        int days,
        int changedRows,
        Map<LocalDate, Double> latest,
        List<String> refused,
        List<Hindcast.Deviation> errors) {}
