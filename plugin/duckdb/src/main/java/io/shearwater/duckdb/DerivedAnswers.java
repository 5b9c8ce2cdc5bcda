package io.shearwater.duckdb;

import io.shearwater.model.Column;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.plan.RowFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers with what is computed of them in the place of columns that only the computation reads. Not thread-safe. */
final class DerivedAnswers implements FrameReader {
    private final FrameReader answers;
    private final RowFunction function;
    private final List<String> inputs;
    private final List<String> kept;
    private final Schema schema;

    /**
     * Of answers.
     *
     * @param inputs the columns of the answers that the function reads
     * @param schema those of the answers that are kept, and what is computed, in any order
     */
    DerivedAnswers(FrameReader answers, RowFunction function, List<String> inputs, Schema schema) {
        this.answers = answers;
        this.function = function;
        this.inputs = inputs;
        this.kept = answers.schema().names().stream().filter(schema::contains).toList();
        this.schema = schema;
    }

    /** The columns of answers without those that questions bring along, and with what is computed. */
    static Schema schema(Schema answers, RowFunction function) {
        List<Field> fields = new ArrayList<>(answers.fields());
        fields.addAll(function.outputs());
        return Schema.of(fields);
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public Optional<Frame> next() {
        return answers.next().map(this::derived);
    }

    private Frame derived(Frame frame) {
        List<Column> columns = new ArrayList<>(kept.stream().map(frame::column).toList());
        columns.addAll(function.apply(inputs.stream().map(frame::column).toList(), frame.rows()));
        return new Frame(schema, columns, frame.rows());
    }

    @Override
    public void close() {
        answers.close();
    }
}
