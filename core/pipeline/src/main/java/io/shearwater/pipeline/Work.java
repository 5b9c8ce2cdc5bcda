package io.shearwater.pipeline;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.TransformationCall;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What a node does with its inputs. */
sealed interface Work {
    /** The sources and nodes that it reads, in order; of SQL only the engine knows. */
    List<String> inputs();

    /** A {@code SELECT} over sources, nodes and groups. */
    record Sql(String text, boolean isPortable) implements Work {
        @Override
        public List<String> inputs() {
            return List.of();
        }
    }

    /**
     * All rows of the inputs at once.
     *
     * @param code what the program gave
     */
    record Whole(List<String> inputs, Function<List<Frame>, Frame> function, Class<?> code) implements Work {
        public Whole {
            inputs = List.copyOf(inputs);
        }
    }

    /** Any pieces of the input, each by itself. */
    record Pieces(String input, UnaryOperator<Frame> function) implements Work {
        @Override
        public List<String> inputs() {
            return List.of(input);
        }
    }

    /**
     * The input as a stream that is sorted first, on disk if need be.
     *
     * @param settings of the function
     */
    record Sorted(
            String input,
            List<String> by,
            Node.Direction direction,
            BiFunction<FrameReader, Calendar, FrameReader> function,
            String settings)
            implements Work {
        public Sorted {
            by = List.copyOf(by);
        }

        @Override
        public List<String> inputs() {
            return List.of(input);
        }
    }

    /** Transformations that are the same for every model, of each row. */
    record Transformed(String input, List<TransformationCall> calls) implements Work {
        public Transformed {
            calls = List.copyOf(calls);
        }

        @Override
        public List<String> inputs() {
            return List.of(input);
        }
    }

    /** The transformations of one model, as it was trained. */
    record OfModel(String input, String view, int version, int trainingDataset) implements Work {
        @Override
        public List<String> inputs() {
            return List.of(input);
        }
    }

    /**
     * The input as a stream.
     *
     * @param code what the program gave
     */
    record Stream(List<String> inputs, Function<List<FrameReader>, FrameReader> function, Class<?> code)
            implements Work {
        public Stream {
            inputs = List.copyOf(inputs);
        }
    }
}
