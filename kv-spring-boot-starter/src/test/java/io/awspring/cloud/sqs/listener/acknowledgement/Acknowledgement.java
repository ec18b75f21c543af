package io.awspring.cloud.sqs.listener.acknowledgement;

import java.util.concurrent.CompletableFuture;

/** Stands for the interface of Spring Cloud AWS, which is known by name only. */
public interface Acknowledgement {

    void acknowledge();

    CompletableFuture<Void> acknowledgeAsync();
}
