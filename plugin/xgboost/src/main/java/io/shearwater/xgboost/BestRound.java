package io.shearwater.xgboost;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The round whose model is the best so far.
 *
 * @param round from 0; -1 before the first
 * @param metrics what was measured in it, in the order of the library; the last one decides
 */
record BestRound(int round, Map<String, Double> metrics) {
    static final BestRound NONE = new BestRound(-1, Map.of());

    BestRound {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    /** This or a later round, by the last metric of the validation rows; of equals the earlier. */
    BestRound or(int later, Map<String, Double> measured) {
        if (round < 0) {
            return new BestRound(later, measured);
        }
        Map.Entry<String, Double> decides = last(measured);
        double before = metrics.getOrDefault(decides.getKey(), Double.NaN);
        double now = decides.getValue();
        boolean better = isGreaterBetter(decides.getKey()) ? now > before : now < before;
        return better || (Double.isNaN(before) && !Double.isNaN(now)) ? new BestRound(later, measured) : this;
    }

    private static Map.Entry<String, Double> last(Map<String, Double> measured) {
        Map.Entry<String, Double> last = Map.entry("", Double.NaN);
        for (Map.Entry<String, Double> each : measured.entrySet()) {
            last = each;
        }
        return last;
    }

    /** As the library's own early stopping has it. */
    static boolean isGreaterBetter(String metric) {
        String name = metric.substring(metric.indexOf('-') + 1);
        return name.startsWith("auc")
                || name.startsWith("pre")
                || name.startsWith("ndcg")
                || name.equals("map")
                || name.startsWith("map@")
                || name.startsWith("map-");
    }
}
