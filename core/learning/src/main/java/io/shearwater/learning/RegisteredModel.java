package io.shearwater.learning;

import java.util.List;
import java.util.SortedMap;

/**
 * A model with its versions. Immutable; read it again to see more.
 *
 * @param aliases names that stand for a version and may move, as {@code champion}
 * @param versions that are there, ascending
 */
public record RegisteredModel(
        String name, String description, SortedMap<String, Integer> aliases, List<Integer> versions) {
    public RegisteredModel {
        versions = List.copyOf(versions);
    }
}
