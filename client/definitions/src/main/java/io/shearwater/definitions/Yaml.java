package io.shearwater.definitions;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** YAML to be written, in one layout: equal definitions give equal text. */
final class Yaml {
    private static final int WIDTH = 110;
    private static final DumpSettings SETTINGS = DumpSettings.builder()
            .setSchema(new CoreSchema())
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setIndent(2)
            .setIndicatorIndent(2)
            .setIndentWithIndicator(true)
            .setWidth(WIDTH)
            .setSplitLines(false)
            .setDereferenceAliases(true)
            .build();

    private Yaml() {}

    static Node scalar(Tag tag, String text) {
        return new ScalarNode(tag, text, ScalarStyle.PLAIN);
    }

    /** A text: plain where YAML takes it for one, several lines as a block, in quotes where nothing else does. */
    static Node text(String text) {
        ScalarStyle style = ScalarStyle.PLAIN;
        if (text.codePoints().anyMatch(Yaml::isSpecial)) {
            style = ScalarStyle.DOUBLE_QUOTED;
        } else if (isBlock(text)) {
            style = ScalarStyle.LITERAL;
        }
        return new ScalarNode(Tag.STR, text, style);
    }

    /** Control characters, and what some readers take for the end of a line: they are written as escapes. */
    private static boolean isSpecial(int c) {
        return c != '\n' && (Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || c == 0xFEFF);
    }

    /** Lines that a block keeps as they are. */
    private static boolean isBlock(String text) {
        return text.contains("\n")
                && !text.isBlank()
                && text.lines().noneMatch(line -> line.startsWith(" ") || line.endsWith(" "));
    }

    /** One name as it is, several as a list on one line. */
    static Node names(List<String> names) {
        return names.size() == 1 ? text(names.getFirst()) : list(names);
    }

    static Node list(List<String> names) {
        return flow(names.stream().map(Yaml::text).toList());
    }

    static Node flow(List<Node> elements) {
        return new SequenceNode(Tag.SEQ, elements, FlowStyle.FLOW);
    }

    static Node block(List<Node> elements) {
        return new SequenceNode(Tag.SEQ, elements, FlowStyle.BLOCK);
    }

    /** The text of a document, which ends with a line break. */
    static String write(Node document) {
        StringBuilder text = new StringBuilder();
        new Dump(SETTINGS).dumpNode(document, new StreamDataWriter() {
            @Override
            public void write(String part) {
                text.append(part);
            }

            @Override
            public void write(String part, int from, int length) {
                text.append(part, from, from + length);
            }
        });
        return text.toString();
    }

    /** Keys and values in the order in which they are put. Not thread-safe. */
    static final class Block {
        private final List<NodeTuple> tuples = new ArrayList<>();

        Block put(String key, Node value) {
            tuples.add(new NodeTuple(text(key), value));
            return this;
        }

        Block put(String key, Optional<Node> value) {
            value.ifPresent(present -> put(key, present));
            return this;
        }

        Block put(String key, String value) {
            return put(key, text(value));
        }

        Block put(String key, int value) {
            return put(key, scalar(Tag.INT, Integer.toString(value)));
        }

        /** A text, if there is one. */
        Block putText(String key, String value) {
            return value.isEmpty() ? this : put(key, value);
        }

        /** Names, if there are any. */
        Block putNames(String key, List<String> value) {
            return value.isEmpty() ? this : put(key, names(value));
        }

        /** True, if it is. */
        Block putTrue(String key, boolean value) {
            return value ? put(key, scalar(Tag.BOOL, "true")) : this;
        }

        int size() {
            return tuples.size();
        }

        Node node() {
            return new MappingNode(Tag.MAP, tuples, FlowStyle.BLOCK);
        }

        /** All on one line. */
        Node flow() {
            return new MappingNode(Tag.MAP, tuples, FlowStyle.FLOW);
        }
    }
}
