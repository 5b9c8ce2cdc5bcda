package io.shearwater.definitions;

import io.shearwater.model.Names;
import io.shearwater.model.ShearwaterException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A node of a file. What is not as it should be is noted as a problem at its place, and the value is then absent. */
record YamlNode(Node node, String file, Problems problems) {

    void problem(String text) {
        Optional<Mark> mark = node.getStartMark();
        problems.add(
                file,
                mark.map(Mark::getLine).orElse(-1) + 1,
                mark.map(Mark::getColumn).orElse(-1) + 1,
                text);
    }

    /** Line and column of its beginning. */
    String place() {
        Optional<Mark> mark = node.getStartMark();
        return file
                + mark.map(at -> ":" + (at.getLine() + 1) + ":" + (at.getColumn() + 1))
                        .orElse("");
    }

    YamlNode of(Node other) {
        return new YamlNode(other, file, problems);
    }

    boolean isMapping() {
        return node instanceof MappingNode;
    }

    boolean isScalar() {
        return node instanceof ScalarNode;
    }

    boolean isNull() {
        return node.getTag().equals(Tag.NULL);
    }

    /** The characters of a scalar, whatever type YAML gives them. */
    Optional<String> characters(String what) {
        if (node instanceof ScalarNode scalar && !isNull()) {
            return Optional.of(scalar.getValue());
        }
        problem(what + " is missing here; found " + shown());
        return Optional.empty();
    }

    /** A text; what YAML takes for a number or a boolean is none. */
    Optional<String> text(String what) {
        Optional<String> text = characters(what);
        if (text.isPresent() && !node.getTag().equals(Tag.STR)) {
            problem(what + " is a text, and " + shown() + " is none in YAML; write it in quotes: \"" + text.get()
                    + "\"");
            return Optional.empty();
        }
        return text;
    }

    /** A whole number from 1. */
    Optional<Integer> number(String what) {
        Optional<String> text = characters(what);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!node.getTag().equals(Tag.INT) || !text.get().matches("[1-9][0-9]{0,8}")) {
            problem(what + " is a whole number from 1, not " + shown());
            return Optional.empty();
        }
        return text.map(Integer::valueOf);
    }

    Optional<Boolean> flag(String what) {
        Optional<String> text = characters(what);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!node.getTag().equals(Tag.BOOL)) {
            problem(what + " is true or false, not " + shown());
            return Optional.empty();
        }
        return text.map(Boolean::parseBoolean);
    }

    Optional<Duration> duration(String what) {
        return characters(what).flatMap(text -> {
            Optional<Duration> duration = Durations.parse(text);
            if (duration.isEmpty()) {
                problem(what + " is a length of time such as 90d, 12h, 1h30m or 45s, not '" + text + "'");
            }
            return duration;
        });
    }

    /** One of these words. */
    Optional<String> choice(String what, Collection<String> words) {
        return text(what).filter(text -> isOneOf(what, text, words));
    }

    /** Whether a name is known; a problem suggests the nearest. */
    boolean isOneOf(String what, String name, Collection<String> known) {
        return isOneOf(what, name, "", known);
    }

    /** The same, of things that something has: what that is stands behind the name. */
    boolean isOneOf(String what, String name, String of, Collection<String> known) {
        if (known.contains(name)) {
            return true;
        }
        problem("there is no " + what + " '" + name + "'" + of + "; there are " + String.join(", ", known) + "."
                + Names.didYouMean(name, known));
        return false;
    }

    /** The elements of a list, or the one thing that stands in its place. */
    List<YamlNode> list() {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue().stream().map(this::of).toList();
        }
        return List.of(this);
    }

    /** The texts of a list, or the one text that stands in its place. */
    Optional<List<String>> texts(String what) {
        List<String> texts = new ArrayList<>();
        List<YamlNode> elements = list();
        elements.forEach(element -> element.text(what).ifPresent(texts::add));
        return texts.size() == elements.size() ? Optional.of(texts) : Optional.empty();
    }

    /** What {@code make} makes; where it refuses, its message is the problem. */
    <T> Optional<T> checked(Supplier<T> make) {
        try {
            return Optional.of(make.get());
        } catch (ShearwaterException refused) {
            problem(String.valueOf(refused.getMessage()));
            return Optional.empty();
        }
    }

    /** The same for a text. */
    <T> Optional<T> checkedText(String what, Function<String, T> make) {
        return text(what).flatMap(text -> checked(() -> make.apply(text)));
    }

    /** What stands here, for messages. */
    String shown() {
        return switch (node) {
            case ScalarNode scalar when isNull() -> "nothing";
            case ScalarNode scalar -> "'" + scalar.getValue() + "'";
            case SequenceNode list -> "a list";
            default -> "a block of keys and values";
        };
    }
}
