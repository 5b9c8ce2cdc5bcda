package io.shearwater.serving;

import io.shearwater.learning.Prediction;
import java.util.List;
import java.util.Map;

/**
 * Entries that were answered, for the log.
 *
 * @param part under which logic asked; empty without logic
 * @param entries as they were asked for
 * @param predictions one for each entry
 * @param substitutes for each entry what was put in for missing values, by feature, in words
 */
public record Answered(
        Role role,
        String part,
        List<? extends Map<String, ?>> entries,
        Vectors vectors,
        List<Prediction> predictions,
        List<Map<String, String>> substitutes) {}
