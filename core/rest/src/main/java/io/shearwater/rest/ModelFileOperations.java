package io.shearwater.rest;

import static io.shearwater.rest.ModelOperations.MODEL;
import static io.shearwater.rest.ModelOperations.VERSION;

import io.shearwater.gate.Action;
import io.shearwater.learning.ModelDraft;
import io.shearwater.learning.ModelRef;
import io.shearwater.learning.ModelVersion;
import io.shearwater.wire.ModelVersionJson;
import java.util.List;

/** The files of models, on their way in and out. */
final class ModelFileOperations {
    private ModelFileOperations() {}

    static List<Operation> list() {
        return List.of(
                Operation.of(
                                Verb.POST,
                                MODEL + "/versions",
                                Action.ADD_MODELS,
                                "Register files that were made anywhere, as the next version of a model",
                                ModelFileOperations::register)
                        .takes("ModelArchive")
                        .creates("ModelVersion"),
                Operation.of(
                                Verb.GET,
                                VERSION + "/files",
                                Action.READ_MODEL_FILES,
                                "The files of a version, as they were registered, in one zip file",
                                ModelFileOperations::download)
                        .gives("ModelFiles"));
    }

    private static Answer register(Call call) {
        if (!call.bodyType().equals(ModelArchive.MEDIA_TYPE)) {
            throw RestError.UNSUPPORTED_MEDIA_TYPE.because("The body is '" + Texts.shown(call.bodyType()) + "'; a model"
                    + " comes as " + ModelArchive.MEDIA_TYPE + ", with draft.json first and its files below files/.");
        }
        try (Scratch scratch = Scratch.make()) {
            ModelDraft draft = ModelArchive.unpack(call.stream(), scratch.directory());
            if (!draft.name().equals(call.place("model"))) {
                throw RestError.BAD_PARAMETER.because("The draft is of the model '" + draft.name()
                        + "' and the path names '" + Texts.shown(call.place("model")) + "'; they have to be the same.");
            }
            ModelVersion made = call.store().models().register(draft, scratch.directory());
            return Answer.created(ModelVersionJson.VERSIONS.node(made));
        }
    }

    private static Answer download(Call call) {
        ModelRef ref = new ModelRef(call.place("model"), call.number("version"));
        // Before the answer begins, so that a version that is not there is told as such.
        ModelVersion version = call.store().models().model(ref.name(), ref.version());
        return new Answer.Streamed(ModelArchive.MEDIA_TYPE, out -> {
            try (Scratch scratch = Scratch.make()) {
                call.store().models().download(ref, scratch.directory());
                ModelArchive.pack(scratch.directory(), version.files(), out);
            }
        });
    }
}
