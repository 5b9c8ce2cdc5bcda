package io.shearwater.spi;

import io.shearwater.model.GroupRef;
import io.shearwater.model.ShearwaterException;
import io.shearwater.plan.TableRef;
import java.time.Duration;
import java.util.Optional;

/** The failures of a {@link RegistryStore} in the words that every implementation uses. */
public final class RegistryErrors {
    private RegistryErrors() {}

    /** A definition that should be new is there. */
    public static ShearwaterException alreadyExists(DefinitionKey key) {
        return SpiError.ALREADY_EXISTS.because(
                "The " + key + " exists already in the project '" + key.project() + "'.");
    }

    /** A definition was changed by somebody else since it was read; 0 as {@code stored} means it was removed. */
    public static ShearwaterException staleRevision(Definition given, long stored) {
        return SpiError.STALE_BASE.because("The " + given.key() + " was changed meanwhile: its revision is " + stored
                + ", not " + given.revision() + ". Read it again and repeat the change.");
    }

    /** A definition is not there. */
    public static ShearwaterException notFound(DefinitionKey key) {
        return SpiError.NOT_FOUND.because("There is no " + key + " in the project '" + key.project() + "'.");
    }

    /** A table's state is not the one that a change was based on. */
    public static ShearwaterException stalePointer(TableRef table, Optional<String> expected, Optional<String> actual) {
        return SpiError.STALE_BASE.because("The table " + table + " has changed meanwhile: its metadata is "
                + actual.orElse("not there") + ", the change was based on "
                + expected.orElse("the table not being there") + ". Repeat the operation.");
    }

    /** A write with this idempotency key was committed before. */
    public static ShearwaterException repeatedKey(GroupRef group, String idempotencyKey, long commit) {
        return SpiError.ALREADY_EXISTS.because("The feature group " + group + " has a commit with the idempotency key '"
                + idempotencyKey + "' already: commit " + commit + ".");
    }

    /** A commit id was recorded before. */
    public static ShearwaterException repeatedCommit(long commit) {
        return SpiError.ALREADY_EXISTS.because("The commit " + commit + " is recorded already.");
    }

    /** Somebody else held a lease all the time that was waited. */
    public static ShearwaterException leaseBusy(String name, String holder, Duration waited) {
        return SpiError.LEASE_BUSY.because("'" + name + "' is being written by " + holder
                + " and did not become free within " + waited + ". Try again when that is done.");
    }

    /** A lease is not held any more. */
    public static ShearwaterException leaseLost(Lease lease) {
        return SpiError.LEASE_LOST.because("The right of " + lease.holder() + " to write '" + lease.name() + "' (epoch "
                + lease.epoch() + ") was given up or taken over. Nothing was written; repeat the operation.");
    }

    /** A transaction changed content and said nothing about it. */
    public static ShearwaterException unaudited() {
        return SpiError.INTERNAL.because("A registry transaction changed something and did not say what: every change "
                + "of a definition, tag, pointer or commit needs an audit record.");
    }

    /** A transaction was begun inside another one. */
    public static ShearwaterException nested() {
        return SpiError.INTERNAL.because(
                "A registry change was begun inside another one; it would wait for itself for ever.");
    }

    /** A reader or transaction was kept. */
    public static ShearwaterException ended() {
        return SpiError.INTERNAL.because(
                "A registry reader or transaction was used after the function that was given it had returned.");
    }
}
