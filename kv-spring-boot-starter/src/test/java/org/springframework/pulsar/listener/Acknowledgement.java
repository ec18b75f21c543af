package org.springframework.pulsar.listener;

/** Stands for the interface of Spring for Apache Pulsar, which is known by name only. */
public interface Acknowledgement {

    void acknowledge();

    void nack();
}
