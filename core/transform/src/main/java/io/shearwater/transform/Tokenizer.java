package io.shearwater.transform;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureType;
import io.shearwater.model.Names;
import io.shearwater.model.Validity;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A text as the numbers of its tokens in the vocabulary of one version of a language model, which is part of the definition: the
 * same in training and at inference. No tokens are added at the ends, and what looks like a special token in a text is text.
 * A vocabulary whose digest is not the one given is refused. Null stays null; an empty text has no tokens.
 *
 * @param unknown the token for what the vocabulary lacks; it has to be in it
 * @param maxLength after how many tokens a text is cut; empty for never
 */
record Tokenizer(Vocabulary vocabulary, TokenPieces pieces, String unknown, OptionalInt maxLength)
        implements Transformation {
    static final BuiltInFunction FUNCTION = BuiltInFunction.named("tokenizer")
            .does("the numbers of the text's tokens in the vocabulary of a model")
            .appliesTo("a text")
            .rules("not in the vocabulary: the unknown token; a digest that is not the vocabulary's: refused")
            .parameter(Parameter.required(
                    "version", Parameter.Kind.TEXT, "which version of which model the vocabulary belongs to"))
            .parameter(Parameter.required("vocabulary", Parameter.Kind.TEXTS, "the tokens in order"))
            .parameter(Parameter.optional(
                    "digest", Parameter.Kind.TEXT, "SHA-256 of the vocabulary, one token a line, to check it by"))
            .parameter(Parameter.word(
                    "pieces",
                    TokenPieces.WORD_PIECES,
                    "how a text is cut: at blanks, or as BERT does, with or without case"))
            .parameter(new Parameter(
                    "unknown",
                    Parameter.Kind.TEXT,
                    Optional.of("[UNK]"),
                    false,
                    List.of(),
                    "the token for what the vocabulary lacks"))
            .parameter(Parameter.optional(
                    "max_length",
                    Parameter.Kind.WHOLE_NUMBER,
                    "after how many tokens a text is cut; never if not given"))
            .made(Tokenizer::of);

    private static Tokenizer of(Arguments given) {
        Vocabulary vocabulary = new Vocabulary(given.text("version"), given.texts("vocabulary"));
        given.find("digest").ifPresent(digest -> {
            if (!vocabulary.digest().equals(digest)) {
                throw TransformError.BAD_CALL.because("The vocabulary of the tokenizer '" + vocabulary.version()
                        + "' is another than the one that was declared: its digest is " + vocabulary.digest() + ", not "
                        + digest + ". A model reads the tokens of its own version only.");
            }
        });
        OptionalInt most =
                given.find("max_length").isPresent() ? OptionalInt.of(given.whole("max_length")) : OptionalInt.empty();
        return new Tokenizer(vocabulary, given.word("pieces", TokenPieces.class), given.text("unknown"), most);
    }

    Tokenizer {
        if (!vocabulary.tokens().contains(unknown)) {
            throw TransformError.BAD_CALL.because("The vocabulary '" + vocabulary.version() + "' lacks '" + unknown
                    + "', which stands for what it lacks. Name its own such token with 'unknown'."
                    + Names.didYouMean(unknown, vocabulary.tokens()));
        }
        if (maxLength.isPresent() && maxLength.getAsInt() < 1) {
            throw TransformError.BAD_CALL.because("'max_length' is " + maxLength.getAsInt() + "; it is at least 1.");
        }
    }

    @Override
    public List<Output> outputs(List<Input> inputs) {
        Input input = Inputs.only(inputs);
        if (!(input.type() instanceof DataType.StringType)) {
            throw TransformError.BAD_CALL.because(
                    "'" + input.name() + "' is " + input.type() + "; only a text can be cut into tokens.");
        }
        return List.of(new Output(DataType.array(DataType.INT), FeatureType.ARRAY));
    }

    @Override
    public Optional<DataType> inputType(int input) {
        return Optional.of(DataType.STRING);
    }

    @Override
    public Bound bind(List<Input> inputs, Optional<FittedState> state, Use use) {
        Map<String, Integer> numbers = HashMap.newHashMap(vocabulary.tokens().size());
        for (int i = 0; i < vocabulary.tokens().size(); i++) {
            numbers.put(vocabulary.tokens().get(i), i);
        }
        return new Tokens(
                new WordPieces(numbers, numbers.getOrDefault(unknown, 0), pieces), maxLength.orElse(Integer.MAX_VALUE));
    }

    private record Tokens(WordPieces pieces, int most) implements Bound {
        @Override
        public List<Column> apply(ColumnBatch batch) {
            Column.Bytes texts = (Column.Bytes) batch.column(0);
            int[] offsets = new int[batch.rows() + 1];
            int[] all = new int[16 * batch.rows()];
            int size = 0;
            for (int row = 0; row < batch.rows(); row++) {
                if (!texts.isNull(row)) {
                    int[] tokens = pieces.tokens(texts.text(row));
                    int count = Math.min(tokens.length, most);
                    if (size + count > all.length) {
                        all = Arrays.copyOf(all, Math.max(size + count, 2 * all.length));
                    }
                    System.arraycopy(tokens, 0, all, size, count);
                    size += count;
                }
                offsets[row + 1] = size;
            }
            Column elements = new Column.Ints(DataType.INT, all, size, Validity.ALL);
            return List.of(
                    new Column.Lists(DataType.array(DataType.INT), elements, offsets, batch.rows(), texts.validity()));
        }
    }
}
