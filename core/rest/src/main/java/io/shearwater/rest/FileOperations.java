package io.shearwater.rest;

import static io.shearwater.rest.Operations.PROJECT;

import io.shearwater.access.Quota;
import io.shearwater.access.Quotas;
import io.shearwater.api.ProjectFiles;
import io.shearwater.gate.Action;
import io.shearwater.model.StoredFile;
import io.shearwater.wire.StoredFileJson;
import java.io.InputStream;
import java.util.List;

/** The files that a project keeps beside its features. */
final class FileOperations {
    private static final String FILES = PROJECT + "/files";
    private static final String FILE = FILES + "/{file*}";
    private static final String BYTES = "application/octet-stream";

    private FileOperations() {}

    static List<Operation> list() {
        return List.of(
                Page.paged(Operation.of(
                                        Verb.GET,
                                        FILES,
                                        Action.READ_FILES,
                                        "The files, by path",
                                        FileOperations::listed)
                                .parameter("directory", "string", "Those in this directory and below; all by itself"))
                        .givesPage("StoredFile"),
                Operation.of(
                                Verb.GET,
                                FILE,
                                Action.READ_FILES,
                                "The bytes of a file",
                                call -> new Answer.Bytes(BYTES, files(call).open(call.place("file"))))
                        .gives("Bytes"),
                Operation.of(
                                Verb.PUT,
                                FILE,
                                Action.WRITE_FILES,
                                "Write a file, which is there whole or not at all; fails where one is, unless it is to be"
                                        + " replaced",
                                FileOperations::put)
                        .parameter("replace", "boolean", "true: in the place of the one that is there")
                        .takes("Bytes")
                        .creates("StoredFile"),
                Operation.of(Verb.DELETE, FILE, Action.DELETE_FILES, "Delete a file", call -> {
                    files(call).delete(call.place("file"));
                    return Answer.done();
                }));
    }

    private static ProjectFiles files(Call call) {
        return call.store().files();
    }

    private static Answer listed(Call call) {
        List<StoredFile> files = call.query("directory").map(files(call)::list).orElseGet(files(call)::list);
        return Answer.json(Json.page(call, files, StoredFileJson.FILES::node));
    }

    private static Answer put(Call call) {
        long there = files(call).list().stream().mapToLong(StoredFile::bytes).sum();
        Quotas quotas = call.services().quotas();
        InputStream body = new CountedBytes(
                call.stream(), bytes -> quotas.require(call.project(), Quota.FILE_BYTES, there, bytes));
        quotas.require(call.project(), Quota.FILE_BYTES, there, length(call));
        StoredFile file = call.flag("replace")
                ? files(call).replace(body, call.place("file"))
                : files(call).upload(body, call.place("file"));
        return Answer.created(StoredFileJson.FILES.node(file));
    }

    /** What a request says of its body's length; nothing is said of one that comes in chunks. */
    private static long length(Call call) {
        String header = call.header("Content-Length").orElse("0");
        try {
            return Long.parseLong(header);
        } catch (NumberFormatException odd) {
            throw RestError.BAD_HTTP.because("'Content-Length' is '" + Texts.shown(header) + "', not a number.", odd);
        }
    }
}
