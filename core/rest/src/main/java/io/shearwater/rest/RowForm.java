package io.shearwater.rest;

import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.wire.FrameStream;
import io.shearwater.wire.RowsJson;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;

/** The forms in which rows come and go. */
enum RowForm {
    /** An array of objects. */
    JSON(RowsJson.MEDIA_TYPE) {
        @Override
        FrameReader read(InputStream body, Schema schema) {
            return RowsJson.reader(body, schema);
        }

        @Override
        FrameReader infer(InputStream body) {
            return RowsJson.reader(body);
        }

        @Override
        void write(FrameReader rows, OutputStream out) {
            RowsJson.write(rows, RowsJson.Form.OBJECTS, out);
        }
    },
    /** An object a line. */
    LINES(RowsJson.LINES_MEDIA_TYPE) {
        @Override
        FrameReader read(InputStream body, Schema schema) {
            return RowsJson.lines(body, schema);
        }

        @Override
        FrameReader infer(InputStream body) {
            return RowsJson.lines(body);
        }

        @Override
        void write(FrameReader rows, OutputStream out) {
            RowsJson.write(rows, RowsJson.Form.LINES, out);
        }
    },
    /** Blocks of columns. */
    FRAMES(FrameStream.MEDIA_TYPE) {
        @Override
        FrameReader read(InputStream body, Schema schema) {
            return FrameStream.reader(body);
        }

        @Override
        FrameReader infer(InputStream body) {
            return FrameStream.reader(body);
        }

        @Override
        void write(FrameReader rows, OutputStream out) {
            FrameStream.write(rows, out);
        }
    };

    private final String mediaType;

    RowForm(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    /** Reads rows whose columns are known. The reader closes the body. */
    abstract FrameReader read(InputStream body, Schema schema);

    /** Reads rows whose columns they tell themselves. The reader closes the body. */
    abstract FrameReader infer(InputStream body);

    abstract void write(FrameReader rows, OutputStream out);

    static List<String> mediaTypes() {
        return Arrays.stream(values()).map(RowForm::mediaType).toList();
    }

    /**
     * The form of a body.
     *
     * @param mediaType as the request says it; empty: JSON
     * @throws io.shearwater.model.ShearwaterException UNSUPPORTED_MEDIA_TYPE
     */
    static RowForm of(String mediaType) {
        return mediaType.isEmpty()
                ? JSON
                : Arrays.stream(values())
                        .filter(form -> form.mediaType.equals(mediaType))
                        .findFirst()
                        .orElseThrow(() -> RestError.UNSUPPORTED_MEDIA_TYPE.because(
                                "The rows are '" + Texts.shown(mediaType) + "'; this takes " + mediaTypes() + "."));
    }

    /**
     * The form of an answer.
     *
     * @throws io.shearwater.model.ShearwaterException NOT_ACCEPTABLE
     */
    static RowForm accepted(Accepted accepted) {
        return accepted.best(mediaTypes())
                .map(RowForm::of)
                .orElseThrow(() -> RestError.NOT_ACCEPTABLE.because(
                        "Rows can be had as " + mediaTypes() + "; 'Accept' names none of them."));
    }
}
