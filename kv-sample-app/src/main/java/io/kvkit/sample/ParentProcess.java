package io.kvkit.sample;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/**
 * Ends a second shop when the process that started it has ended, also by a crash, in which nobody closes anything. A shop that
 * is frozen then ends when it goes on, which is within a minute.
 */
@Component
@ConditionalOnProperty(ParentProcess.PROPERTY)
final class ParentProcess {

    static final String PROPERTY = "shop.parent-process";

    ParentProcess(@Value("${" + PROPERTY + "}") long pid) {
        exitOf(pid).thenRun(() -> Runtime.getRuntime().halt(1));
    }

    static CompletionStage<?> exitOf(long pid) {
        Optional<ProcessHandle> parent = ProcessHandle.of(pid);
        return parent.isPresent() ? parent.get().onExit() : CompletableFuture.completedFuture(pid);
    }
}
