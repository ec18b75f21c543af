package io.awspring.cloud.sqs.config;

/** Stands for the container factories of Spring Cloud AWS, which are known by name only. */
public final class AbstractMessageListenerContainerFactory {

    @SuppressWarnings("unused")
    private final Options containerOptionsBuilder;

    /**
     * The options of containers.
     *
     * @param acknowledgementMode when a delivery is acknowledged
     */
    public record Options(String acknowledgementMode) {}

    public AbstractMessageListenerContainerFactory(String acknowledgementMode) {
        this.containerOptionsBuilder = new Options(acknowledgementMode);
    }
}
