# One image for driver and executors, made from the packaged archive:
#   mvn package
#   docker build -t gflownet-spark .
#   docker run --rm -v "$PWD/runs:/work/runs" gflownet-spark train.sh /opt/gflownet/conf/quickstart.conf --master 'local[2]'
# Spark's own image brings Spark, Java 17 and the entry point that Kubernetes calls; take one of the Spark of your cluster.
ARG SPARK_IMAGE=apache/spark:3.5.3-scala2.12-java17-ubuntu
FROM ${SPARK_IMAGE}
ARG DIST=target/gflownet-spark-0.1.0-SNAPSHOT-dist.tar.gz
USER root
ADD ${DIST} /opt/
RUN mv /opt/gflownet-spark-* /opt/gflownet && mkdir -p /work && chmod 1777 /work
ENV SPARK_HOME=/opt/spark OMP_NUM_THREADS=1 PATH=/opt/gflownet/submit-scripts:/opt/spark/bin:${PATH}
USER spark
WORKDIR /work
