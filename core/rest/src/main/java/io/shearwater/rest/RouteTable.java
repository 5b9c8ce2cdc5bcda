package io.shearwater.rest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the operation of a request by its path, segment by segment; a text of a template goes before a place. Immutable and
 * thread-safe.
 */
final class RouteTable {
    private final Node root = new Node();

    /** Where a path leads to. */
    record Match(Operation operation, Map<String, String> places) {}

    private static final class Node {
        private final Map<String, Node> texts = new HashMap<>();
        private @Nullable Node place;
        private boolean takesRest;
        private final Map<Verb, Operation> operations = new EnumMap<>(Verb.class);
    }

    RouteTable(Collection<Operation> operations) {
        operations.forEach(this::add);
    }

    private void add(Operation operation) {
        Node node = root;
        for (String segment : operation.path().segments()) {
            node = next(node, segment);
        }
        if (node.operations.put(operation.verb(), operation) != null) {
            throw new IllegalArgumentException("two operations at " + operation.verb() + " " + operation.path());
        }
    }

    private static Node next(Node node, String segment) {
        if (!PathTemplate.isPlace(segment)) {
            return node.texts.computeIfAbsent(segment, text -> new Node());
        }
        Node place = node.place;
        if (place == null) {
            place = new Node();
            node.place = place;
        }
        place.takesRest |= PathTemplate.takesRest(segment);
        return place;
    }

    /**
     * The operation of a request.
     *
     * @param segments the decoded segments of the path
     * @throws io.shearwater.model.ShearwaterException UNKNOWN_PATH, METHOD_NOT_ALLOWED
     */
    Match find(String method, List<String> segments) {
        List<String> filled = new ArrayList<>();
        Node node = walk(root, segments, 0, filled).orElseThrow(() -> unknown(segments));
        Operation operation = Verb.of(method).map(node.operations::get).orElse(null);
        if (operation == null) {
            throw RestError.METHOD_NOT_ALLOWED.because("'" + shown(method) + "' is not possible at /"
                    + shown(String.join("/", segments)) + "; there are " + node.operations.keySet() + ".");
        }
        List<String> names = operation.path().names();
        Map<String, String> places = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            places.put(names.get(i), filled.get(i));
        }
        return new Match(operation, places);
    }

    private static Optional<Node> walk(Node node, List<String> segments, int at, List<String> filled) {
        if (at == segments.size()) {
            return node.operations.isEmpty() ? Optional.empty() : Optional.of(node);
        }
        Node text = node.texts.get(segments.get(at));
        if (text != null) {
            Optional<Node> found = walk(text, segments, at + 1, filled);
            if (found.isPresent()) {
                return found;
            }
        }
        Node place = node.place;
        if (place == null || segments.get(at).isEmpty()) {
            return Optional.empty();
        }
        if (place.takesRest) {
            filled.add(String.join("/", segments.subList(at, segments.size())));
            return Optional.of(place);
        }
        filled.add(segments.get(at));
        Optional<Node> found = walk(place, segments, at + 1, filled);
        if (found.isEmpty()) {
            filled.removeLast();
        }
        return found;
    }

    /** The methods that a path has; empty where there is nothing. */
    Set<Verb> verbs(List<String> segments) {
        return walk(root, segments, 0, new ArrayList<>())
                .map(node -> Set.copyOf(node.operations.keySet()))
                .orElse(Set.of());
    }

    private static RuntimeException unknown(List<String> segments) {
        return RestError.UNKNOWN_PATH.because("There is nothing at /" + shown(String.join("/", segments))
                + ". What there is stands in /api/v1/openapi.json, and to read in /api/v1/docs.");
    }

    private static String shown(String text) {
        return text.length() > 120 ? text.substring(0, 120) + "…" : text;
    }
}
