package io.shearwater.transform;

import io.shearwater.model.Column;
import io.shearwater.model.ColumnBuilder;
import io.shearwater.model.ColumnStatistics;
import io.shearwater.model.DataType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A static method of one row, called for each row of a batch. Immutable and thread-safe. */
final class MethodTransformation implements Transformation {
    private final FunctionMethod method;

    MethodTransformation(FunctionMethod method) {
        this.method = method;
    }

    @Override
    public List<Output> outputs(List<Input> inputs) {
        List<FunctionMethod.Parameter> parameters = method.parameters();
        if (inputs.size() != parameters.size()) {
            throw TransformError.BAD_CALL.because("it takes " + parameters.size() + " columns "
                    + parameters.stream().map(FunctionMethod.Parameter::column).toList() + ", not " + inputs.size()
                    + ".");
        }
        for (int i = 0; i < inputs.size(); i++) {
            Input input = inputs.get(i);
            FunctionMethod.Parameter parameter = parameters.get(i);
            if (!parameter.isStatistics() && !Cells.fits(input.type(), parameter.type())) {
                throw TransformError.BAD_CALL.because("'" + input.name() + "' is " + input.type()
                        + " and its parameter '" + parameter.column() + "' is "
                        + parameter.java().getSimpleName()
                        + ", which takes " + parameter.type() + ".");
            }
        }
        return method.outputs().stream().map(output -> Output.of(output.type())).toList();
    }

    @Override
    public Optional<DataType> inputType(int input) {
        FunctionMethod.Parameter parameter = method.parameters().get(input);
        return parameter.isStatistics() ? Optional.empty() : Optional.of(parameter.type());
    }

    @Override
    public boolean isFitted() {
        return method.parameters().stream().anyMatch(FunctionMethod.Parameter::isStatistics);
    }

    @Override
    public boolean isForFittingOnly(int input) {
        return method.parameters().get(input).isStatistics();
    }

    @Override
    public Fitting fitting(List<Input> inputs) {
        Map<Integer, Input> seen = new TreeMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            if (isForFittingOnly(i)) {
                seen.put(i, inputs.get(i));
            }
        }
        return new StatisticsFitting(seen);
    }

    @Override
    public Bound bind(List<Input> inputs, Optional<FittedState> state, Use use) {
        MethodHandle function = method.handle();
        List<FunctionMethod.Parameter> columns = new ArrayList<>();
        List<Integer> strict = new ArrayList<>();
        for (int i = 0; i < method.parameters().size(); i++) {
            FunctionMethod.Parameter parameter = method.parameters().get(i);
            if (parameter.isStatistics()) {
                ColumnStatistics statistics = StatisticsFitting.statistics(state.orElseThrow(), i);
                function = MethodHandles.insertArguments(function, columns.size(), statistics);
            } else {
                if (!parameter.takesNull()) {
                    strict.add(columns.size());
                }
                columns.add(parameter);
            }
        }
        List<DataType> types = inputs.stream().map(Input::type).toList();
        MethodHandle body = RowBody.of(function, columns, types, method.outputs());
        int[] never = strict.stream().mapToInt(Integer::intValue).toArray();
        return new Rowwise(method, RowLoop.over(body), never);
    }

    /** The function over rows. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Rowwise(FunctionMethod method, RowLoop loop, int[] strict) implements Bound {
        @Override
        public List<Column> apply(ColumnBatch batch) {
            Column[] in = batch.columns().toArray(Column[]::new);
            Column[] never = new Column[strict.length];
            for (int i = 0; i < never.length; i++) {
                never[i] = in[strict[i]];
            }
            List<FunctionMethod.Result> results = method.outputs();
            ColumnBuilder[] out = new ColumnBuilder[results.size()];
            for (int i = 0; i < out.length; i++) {
                out[i] = ColumnBuilder.of(results.get(i).name(), results.get(i).type(), batch.rows());
            }
            try {
                loop.run(in, never, batch.rows(), out);
            } catch (RowLoop.RowFailure failure) {
                throw method.failed(in, failure);
            }
            List<Column> columns = new ArrayList<>(out.length);
            for (ColumnBuilder builder : out) {
                columns.add(builder.build());
            }
            return columns;
        }
    }
}
