package io.kvkit.spring.autoconfigure.failure;

import io.kvkit.spring.KvPropertyException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;

/** Explains a startup failure because of a value under {@code kv.}. */
public final class KvPropertyFailureAnalyzer extends AbstractFailureAnalyzer<KvPropertyException> implements Ordered {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, KvPropertyException failure) {
        return new FailureAnalysis(failure.problem() + ".", failure.mend() + ".", failure);
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}
