package io.awspring.cloud.sqs.annotation;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Stands for the annotation of Spring Cloud AWS, which is known by name only. */
@Retention(RetentionPolicy.RUNTIME)
public @interface SqsListener {

    String[] value() default {};

    String factory() default "";

    String acknowledgementMode() default "";
}
