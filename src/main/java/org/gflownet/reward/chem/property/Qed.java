package org.gflownet.reward.chem.property;

import org.openscience.cdk.interfaces.IAtomContainer;

/**
 * Quantitative estimate of drug-likeness in (0, 1): the weighted geometric mean of the
 * desirabilities of eight properties (G. R. Bickerton, G. V. Paolini, J. Besnard, S. Muresan, A. L.
 * Hopkins, Quantifying the chemical beauty of drugs, Nature Chemistry 4, 90-98 (2012), equations 1
 * and 4 with the mean weights).
 *
 * <p>QED = exp(sum w_i ln d_i(x_i) / sum w_i), where: x_i the property, d_i its {@link
 * Desirability}, w_i its weight.
 */
public final class Qed implements MolecularProperty {
  private record Part(MolecularProperty property, Desirability desirability, double weight) {}

  private static final Part[] PARTS = {
    new Part(
        new MolecularWeight(),
        new Desirability(
            2.817065973,
            392.5754953,
            290.7489764,
            2.419764353,
            49.22325677,
            65.37051707,
            104.9805561),
        0.66),
    new Part(
        new CrippenLogP(),
        new Desirability(
            3.172690585,
            137.8624751,
            2.534937431,
            4.581497897,
            0.822739154,
            0.576295591,
            131.3186604),
        0.46),
    new Part(
        new HydrogenBondAcceptors(),
        new Desirability(
            2.948620388,
            160.4605972,
            3.615294657,
            4.435986202,
            0.290141953,
            1.300669958,
            148.7763046),
        0.05),
    new Part(
        new HydrogenBondDonors(),
        new Desirability(
            1.618662227,
            1010.051101,
            0.985094388,
            0.000000001,
            0.713820843,
            0.920922555,
            258.1632616),
        0.61),
    new Part(
        new TopologicalPolarSurfaceArea(),
        new Desirability(
            1.876861559,
            125.2232657,
            62.90773554,
            87.83366614,
            12.01999824,
            28.51324732,
            104.5686167),
        0.06),
    new Part(
        new RotatableBonds(),
        new Desirability(
            0.010000000,
            272.4121427,
            2.558379970,
            1.565547684,
            1.271567166,
            2.758063707,
            105.4420403),
        0.65),
    new Part(
        new AromaticRings(),
        new Desirability(
            3.217788970,
            957.7374108,
            2.274627939,
            0.000000001,
            1.317690384,
            0.375760881,
            312.3372610),
        0.48),
    new Part(
        new StructuralAlerts(),
        new Desirability(
            0.010000000,
            1199.094025,
            -0.09002883,
            0.000000001,
            0.185904477,
            0.875193782,
            417.7253140),
        0.95),
  };

  @Override
  public double of(IAtomContainer molecule) {
    double sum = 0.0;
    double weights = 0.0;
    for (Part part : PARTS) {
      sum += part.weight() * StrictMath.log(part.desirability().of(part.property().of(molecule)));
      weights += part.weight();
    }
    return StrictMath.exp(sum / weights);
  }
}
