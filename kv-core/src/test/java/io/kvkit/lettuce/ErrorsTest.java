package io.kvkit.lettuce;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.store.Durability;
import io.kvkit.store.Durability.Level;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import io.kvkit.store.Namespace;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorsTest {

    private static final Operation WRITE = Operation.writes(
            "set", Namespace.of("p", "kv", "raw", Retention.KEPT).key("secret-id"));
    private static final Operation READ = Operation.reads("get", null);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NOAUTH Authentication required.|AUTHENTICATION",
                "WRONGPASS invalid username-password pair or user is disabled.|AUTHENTICATION",
                "NOPERM this user has no permissions to run the 'set' command|AUTHENTICATION",
                "ERR invalid password|AUTHENTICATION",
                "OOM command not allowed when used memory > 'maxmemory'.|CAPACITY",
                "@user_script: 1: -OOM command not allowed when used memory > 'maxmemory'.|CAPACITY",
                "ERR Error running script (call to f_1): @user_script:1: @user_script: 1: -OOM command|CAPACITY",
                "READONLY You can't write against a read only replica.|READ_ONLY",
                "MISCONF Redis is configured to save RDB snapshots|READ_ONLY",
                "NOREPLICAS Not enough good replicas to write.|READ_ONLY",
                "LOADING Redis is loading the dataset in memory|TRANSIENT",
                "BUSY Redis is busy running a script.|TRANSIENT",
                "CLUSTERDOWN The cluster is down|TRANSIENT",
                "TRYAGAIN Multiple keys request during rehashing of slot|TRANSIENT",
                "MASTERDOWN Link with MASTER is down|TRANSIENT",
                "MOVED 3999 127.0.0.1:6381|TRANSIENT",
                "WRONGTYPE Operation against a key holding the wrong kind of value|PERMANENT",
                "ERR Error running script (call to f_1): @user_script:8: -OOM command not allowed|CAPACITY",
                "ERR Error running script (call to f_1): @user_script: 8: -READONLY You can't write|READ_ONLY",
                "ERR Error running script (call to f_1): @user_script:1: WRONGTYPE Operation against|PERMANENT",
            })
    void refusalOfTheServerHasAKindAndChangedNothing(String answer, Kind kind) {
        KvException failure = Errors.of(WRITE, new RedisCommandExecutionException(answer));
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
        assertThat(failure).hasMessageNotContaining("secret-id");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NOPERM User replica-app has no permissions to run the 'wait' command|AUTHENTICATION",
                "ERR WAIT cannot be used with replica instances.|TRANSIENT",
                "UNBLOCKED force unblock from blocking operation, instance state changed|TRANSIENT",
                "ERR unknown command 'WAITAOF'|PERMANENT",
            })
    void refusalOfAWaitHasAKind(String answer, Kind kind) {
        KvException failure =
                Errors.notDurable(WRITE, Durability.of(Level.REPLICA), new RedisCommandExecutionException(answer));
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.isNotDurable()).isTrue();
    }

    @Test
    void answerThatNobodyKnowsIsUnknownInKindAndOutcome() {
        KvException failure = Errors.of(WRITE, new RedisCommandExecutionException("SURPRISE what"));
        assertThat(failure.kind()).isEqualTo(Kind.UNKNOWN);
        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "Currently not connected. Commands are rejected., TRANSIENT",
        "Connection is closed, TRANSIENT",
        "Request queue size exceeded: 4096. Commands are not accepted until the queue size drops., CAPACITY",
        "Internal stack size exceeded: 4096. Commands are not accepted until the stack size drops., CAPACITY"
    })
    void whatTheDriverRefusesWasNotSent(String message, Kind kind) {
        KvException failure = Errors.of(WRITE, new RedisException(message));
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
    }

    @Test
    void cutConnectionLeavesWritesUnknownAndReadsUndone() {
        RedisException cut = new RedisException("Connection disconnected");
        assertThat(Errors.of(WRITE, cut).kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(Errors.of(WRITE, cut).outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(Errors.of(READ, cut).outcome()).isEqualTo(Outcome.NOT_APPLIED);
        assertThat(Errors.of(WRITE, new IOException("reset")).outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void timeoutLeavesWritesUnknownAndReadsUndone() {
        var late = new CompletionException(new RedisCommandTimeoutException("after 250 ms"));
        assertThat(Errors.of(WRITE, late).kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(Errors.of(WRITE, late).outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(Errors.of(READ, late).outcome()).isEqualTo(Outcome.NOT_APPLIED);
    }

    @Test
    void failureOfTheStoreItselfPassesUnchanged() {
        KvException own = KvException.permanent("claim", null, "it holds something else");
        assertThat(Errors.of(WRITE, new CompletionException(own))).isSameAs(own);
    }
}
