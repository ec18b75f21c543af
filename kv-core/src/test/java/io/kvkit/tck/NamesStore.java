package io.kvkit.tck;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestInstances;

/**
 * Puts the class in front of a failure's message, with what it lies in: a case of a contract is declared once and runs for
 * many stores, and reports name it by where it is declared.
 */
final class NamesStore implements TestExecutionExceptionHandler, LifecycleMethodExecutionExceptionHandler {

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) {
        throw named(context, failure);
    }

    @Override
    public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure) {
        throw named(context, failure);
    }

    @Override
    public void handleAfterEachMethodExecutionException(ExtensionContext context, Throwable failure) {
        throw named(context, failure);
    }

    private static AssertionError named(ExtensionContext context, Throwable failure) {
        return named(
                context.getTestInstances().map(TestInstances::getAllInstances).orElse(List.of()), failure);
    }

    static AssertionError named(List<Object> instances, Throwable failure) {
        String where = instances.stream()
                .map(instance -> instance.getClass().getSimpleName())
                .collect(Collectors.joining(" > "));
        String what = failure instanceof AssertionError ? failure.getMessage() : failure.toString();
        AssertionError named = new AssertionError(where + ": " + what, failure);
        named.setStackTrace(failure.getStackTrace());
        return named;
    }
}
