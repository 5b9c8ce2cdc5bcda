package io.shearwater.rest;

import java.util.Map;

/** What the audit calls the thing that a path leads to. */
final class Assets {
    private static final Map<String, String> KINDS = Map.ofEntries(
            Map.entry("group", "feature_group"),
            Map.entry("view", "feature_view"),
            Map.entry("model", "model"),
            Map.entry("deployment", "deployment"),
            Map.entry("experiment", "experiment"),
            Map.entry("run", "run"),
            Map.entry("file", "file"),
            Map.entry("secret", "secret"),
            Map.entry("member", "member"),
            Map.entry("user", "user"),
            Map.entry("key", "api_key"));

    private Assets() {}

    /** Such as {@code feature_group:cards/1}; empty where a path names no thing. */
    static String of(RouteTable.Match match) {
        for (Map.Entry<String, String> place : match.places().entrySet()) {
            String kind = KINDS.get(place.getKey());
            if (kind != null) {
                String version = match.places().get("version");
                return kind + ":" + place.getValue() + (version == null ? "" : "/" + version);
            }
        }
        return "";
    }
}
