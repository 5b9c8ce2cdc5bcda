package io.shearwater.airquality;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the example found, for programs; the story says the same to people.
 *
 * @param hoursWithoutPm25 hours of the file in which PM2.5 was not measured
 * @param testRows rows to test on; the days of the gap before them are in neither part
 * @param errorOfYesterday by how much "as yesterday" is off on average over the test days, µg/m³: the mark to beat
 * @param model that passed its test, if it did
 * @param forecast what it said, and how good that was
 * @param nextDay the day after the last of the file
 * @param vector the features for that day, read online
 * @param lastWeek the features of the last seven days, as a batch
 */
public record AirQualityReport(
        int hours,
        int hoursWithoutPm25,
        int days,
        int trainingDataVersion,
        int trainRows,
        int testRows,
        double errorOfYesterday,
        Optional<Model> model,
        Optional<ForecastReport> forecast,
        LocalDate nextDay,
        Map<String, @Nullable Object> vector,
        List<Map<String, @Nullable Object>> lastWeek) {

    /**
     * A version of the model.
     *
     * @param metrics of its test: mae, mse, rmse and r2
     */
    public record Model(int version, Map<String, Double> metrics) {}
}
