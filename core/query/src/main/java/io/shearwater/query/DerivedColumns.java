package io.shearwater.query;

import io.shearwater.model.Column;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Field;
import io.shearwater.model.ModelError;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.TransformationCall;
import io.shearwater.plan.RowFunction;
import io.shearwater.transform.ColumnBatch;
import io.shearwater.transform.Functions;
import io.shearwater.transform.Input;
import io.shearwater.transform.OnDemandChain;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What a group of aggregates computes of these on demand, as far as some of its columns need it. An input is a column of the
 * group, or what a call before gives, or else a column of the row that asks.
 */
record DerivedColumns(FeatureGroupSpec group) {
    /** For these columns of a group. */
    static DerivedColumns of(FeatureGroupSpec group, Collection<String> columns) {
        Set<String> wanted = new TreeSet<>(columns);
        List<TransformationCall> needed = new ArrayList<>();
        for (TransformationCall call : group.onDemand().reversed()) {
            if (call.outputs().stream().anyMatch(wanted::contains)) {
                needed.addFirst(call);
                wanted.addAll(call.inputs());
            }
        }
        return new DerivedColumns(group.withOnDemand(needed));
    }

    boolean isEmpty() {
        return group.onDemand().isEmpty();
    }

    /** What is read that no call gives, in order. */
    Set<String> inputs() {
        return OnDemandChain.inputNames(group);
    }

    /** What comes with the row that asks. */
    Set<String> given() {
        Set<String> given = new LinkedHashSet<>(inputs());
        group.schema().names().forEach(given::remove);
        return given;
    }

    /** What is computed. */
    RowFunction function(Functions functions) {
        return new Computed(OnDemandChain.of(group, functions), group.onDemand().toString());
    }

    /**
     * The plan's column that holds an input of the row that asks.
     *
     * @param left the plan that has it
     * @param given what the rows that ask call it in the plan
     */
    String column(Field input, Schema left, Function<String, Optional<String>> given) {
        String column = given.apply(input.name())
                .orElseThrow(() -> ModelError.MISSING_COLUMN.because(computed(input)
                        + ", which is no column of the group: it comes with the rows that the group is joined to, and these have no "
                        + "such column. Bring it with the spine, or have it in the view's first group."));
        if (!left.field(column).type().equals(input.type())) {
            throw ModelError.WRONG_TYPE.because(computed(input) + ", a column of type " + input.type()
                    + ", and in the rows that the group is joined to it is "
                    + left.field(column).type() + ". Write a function that takes that type, or convert the column.");
        }
        return column;
    }

    /** Why rows that nobody asks for cannot be computed. */
    ShearwaterException unasked() {
        return QueryError.BAD_AGGREGATES.because("The rows of '" + group.name() + "' version " + group.version()
                + " as of now have nothing to take " + given() + " from, with which " + group.onDemandNames()
                + " are computed on demand. Leave these out, or bring a spine that has them.");
    }

    private String computed(Field input) {
        return "The feature group '" + group.name() + "' version " + group.version() + " computes "
                + group.onDemandNames() + " on demand with '" + input.name() + "'";
    }

    /** The same code that runs for a request. */
    private record Computed(OnDemandChain chain, String text) implements RowFunction {
        @Override
        public List<Field> inputs() {
            return chain.inputs().stream().map(Input::field).toList();
        }

        @Override
        public List<Field> outputs() {
            return chain.bound().features().fields();
        }

        @Override
        public List<Column> apply(List<Column> inputs, int rows) {
            return chain.bound().apply(new ColumnBatch(inputs, rows)).features();
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
