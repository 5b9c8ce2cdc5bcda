package io.shearwater.rest;

import io.shearwater.gate.Gate;
import io.shearwater.gate.Kept;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.Schema;
import io.shearwater.wire.FeatureVectorFrames;
import io.shearwater.wire.FeatureVectorJson;
import io.shearwater.wire.FrameStream;
import java.util.List;

/** Answers with vectors: documents, or, to who asks for them, frames. Thread-safe. */
final class VectorAnswers {
    private static final String JSON = "application/json";
    private static final List<String> FORMS = List.of(JSON, FrameStream.MEDIA_TYPE);

    private final Kept<Schema, FeatureVectorFrames> frames;

    VectorAnswers(Gate gate) {
        this.frames = new Kept<>(gate);
    }

    /** Vectors of these columns, in the form that a call asks for. */
    Answer of(Call call, Schema columns, List<FeatureVector> vectors) {
        String form = call.accepted().best(FORMS).orElse(JSON);
        if (form.equals(JSON)) {
            return new Answer.Streamed(form, out -> FeatureVectorJson.write(columns, vectors, out));
        }
        FeatureVectorFrames framed = frames.get(columns, () -> new FeatureVectorFrames(columns));
        return new Answer.Streamed(form, out -> framed.write(vectors, out));
    }
}
