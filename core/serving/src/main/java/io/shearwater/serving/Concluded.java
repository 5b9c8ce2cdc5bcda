package io.shearwater.serving;

import io.shearwater.learning.Prediction;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Entries that logic answered, for its log. What its parts read and predicted is in logs of theirs.
 *
 * @param time of the request
 * @param entries as they were asked for
 * @param predictions one for each entry
 */
public record Concluded(
        Role role, Instant time, List<? extends Map<String, ?>> entries, List<Prediction> predictions) {}
