package io.shearwater.definitions;

import io.shearwater.model.IoReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads a file as plain YAML 1.2: no object is made from a tag, no alias is followed, nothing is nested without end. */
final class YamlFile {
    private static final int DEEPEST = 100;
    private static final int LONGEST = 3_000_000;

    private final String name;
    private final Problems problems;

    /**
     * A file to read.
     *
     * @param name of the file, for problems
     */
    YamlFile(String name, Problems problems) {
        this.name = name;
        this.problems = problems;
    }

    /** The documents of a file that have something in them. */
    List<YamlNode> documents(Path file) {
        Optional<String> text = text(file);
        return text.isPresent() ? documents(text.get()) : List.of();
    }

    private Optional<String> text(Path file) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString());
        } catch (CharacterCodingException other) {
            problems.add(name, 0, 0, "the file is not UTF-8");
        } catch (IOException failed) {
            problems.add(name, 0, 0, "the file cannot be read: " + IoReason.of(failed));
        }
        return Optional.empty();
    }

    List<YamlNode> documents(String text) {
        String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
        LoadSettings settings = LoadSettings.builder()
                .setLabel(name)
                .setSchema(new CoreSchema())
                .setCodePointLimit(LONGEST)
                // In one piece: the library fails where a piece ends between the two halves of a character.
                .setBufferSize(content.length() + 2)
                .build();
        List<YamlNode> documents = new ArrayList<>();
        try {
            if (!isPlain(new Parse(settings).parseString(content))) {
                return List.of();
            }
            for (Node node : new Compose(settings).composeAllFromString(content)) {
                if (!node.getTag().equals(Tag.NULL)) {
                    documents.add(new YamlNode(node, name, problems));
                }
            }
        } catch (MarkedYamlEngineException bad) {
            problem(bad.getProblemMark(), "this is no YAML: " + bad.getProblem());
            return List.of();
        } catch (ReaderException bad) {
            int line = (int) content.substring(0, Math.min(bad.getPosition(), content.length()))
                            .chars()
                            .filter(c -> c == '\n')
                            .count()
                    + 1;
            problems.add(name, line, 1, "the character " + Character.getName(bad.getCodePoint()) + " is not allowed");
            return List.of();
        } catch (YamlEngineException bad) {
            problems.add(name, 0, 0, "this is no YAML: " + bad.getMessage());
            return List.of();
        }
        return documents;
    }

    private boolean isPlain(Iterable<Event> events) {
        int depth = 0;
        int before = problems.count();
        for (Event event : events) {
            switch (event) {
                case AliasEvent alias ->
                    problem(event.getStartMark(), "aliases (*" + alias.getAlias() + ") are not taken; write it out");
                case CollectionStartEvent start -> {
                    requireNoTag(start.getTag(), event);
                    if (++depth > DEEPEST) {
                        problem(event.getStartMark(), "this is nested more than " + DEEPEST + " deep");
                        return false;
                    }
                }
                case CollectionEndEvent end -> depth--;
                case ScalarEvent scalar -> requireNoTag(scalar.getTag(), event);
                default -> {}
            }
        }
        return problems.count() == before;
    }

    private void requireNoTag(Optional<String> tag, Event event) {
        tag.ifPresent(given ->
                problem(event.getStartMark(), "tags (" + given + ") are not taken; the key says what a value is"));
    }

    private void problem(Optional<Mark> at, String text) {
        problems.add(
                name,
                at.map(Mark::getLine).orElse(-1) + 1,
                at.map(Mark::getColumn).orElse(-1) + 1,
                text);
    }
}
